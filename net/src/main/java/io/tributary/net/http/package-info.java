/// What the HTTP client and the HTTP server have in common: header lists and reason phrases.
@NullMarked
package io.tributary.net.http;

import org.jspecify.annotations.NullMarked;
