/// What HTTP clients and the HTTP server have in common: header lists, reason phrases, and the one
/// reader of HTTP/1 answers.
@NullMarked
package io.tributary.net.http;

import org.jspecify.annotations.NullMarked;
