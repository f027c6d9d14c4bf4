/// Static targets: [io.tributary.discovery.statics.StaticDiscoverySettings] says which.
@NullMarked
package io.tributary.discovery.statics;

import org.jspecify.annotations.NullMarked;
