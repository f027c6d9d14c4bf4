/// Targets read from files: [io.tributary.discovery.file.FileDiscoverySettings] says which.
@NullMarked
package io.tributary.discovery.file;

import org.jspecify.annotations.NullMarked;
