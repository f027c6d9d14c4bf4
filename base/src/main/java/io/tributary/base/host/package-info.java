/// What is known of the machine: [io.tributary.base.host.HostName].
@NullMarked
package io.tributary.base.host;

import org.jspecify.annotations.NullMarked;
