/// What the HTTP API tells of components, as plain records.
///
/// Source: grafana/alloy `internal/component/component_provider.go`, `syntax/encoding/alloyjson`.
@NullMarked
package io.tributary.runtime.api;

import org.jspecify.annotations.NullMarked;
