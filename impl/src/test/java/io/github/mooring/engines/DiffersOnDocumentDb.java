package io.github.mooring.engines;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What this test expects is not so on PostgreSQL with DocumentDB: there it has to fail, so that a difference that is gone is
 * noticed. The reason stands in docs/lab.md, in the table of differences.
 */
@ExtendWith(DifferenceExtension.class)
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface DiffersOnDocumentDb {
    /** The name of its row in that table. */
    String value();
}
