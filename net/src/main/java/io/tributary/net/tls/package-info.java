/// TLS settings and what is made of them: PEM reading, key and trust stores, contexts that are
/// rebuilt when a certificate file changes.
@NullMarked
package io.tributary.net.tls;

import org.jspecify.annotations.NullMarked;
