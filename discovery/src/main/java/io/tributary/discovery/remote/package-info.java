/// What other hosts know, as components: the answer of an HTTP endpoint, `remote.http`.
@NullMarked
package io.tributary.discovery.remote;

import org.jspecify.annotations.NullMarked;
