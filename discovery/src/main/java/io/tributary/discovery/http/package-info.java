/// Targets asked from an HTTP endpoint: [io.tributary.discovery.http.HttpDiscoverySettings] says
/// which.
@NullMarked
package io.tributary.discovery.http;

import org.jspecify.annotations.NullMarked;
