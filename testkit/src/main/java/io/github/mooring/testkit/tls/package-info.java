/** Certificates and TLS for the test servers, made on the spot and independently of the product. */
@NullMarked
package io.github.mooring.testkit.tls;

import org.jspecify.annotations.NullMarked;
