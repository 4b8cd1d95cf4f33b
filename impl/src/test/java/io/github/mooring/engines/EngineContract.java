package io.github.mooring.engines;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * What this class tests is true whatever engine keeps the data, so it is run on each of them: {@code -Dgroups=engine-contract
 * -Dtestkit.engine=documentdb}.
 */
@Tag("engine-contract")
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface EngineContract {}
