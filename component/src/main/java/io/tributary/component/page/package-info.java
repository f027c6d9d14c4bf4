/// Components that answer HTTP requests: an exporter serves its metrics below
/// `/api/v0/component/ID/`.
///
/// [io.tributary.component.page.LocalPages] finds them for those in the same process.
/// [io.tributary.component.page.ServesPages] is what such a component implements beside
/// [io.tributary.component.Component].
@NullMarked
package io.tributary.component.page;

import org.jspecify.annotations.NullMarked;
