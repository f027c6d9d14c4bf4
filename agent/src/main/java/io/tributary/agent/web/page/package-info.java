/// How the page of module `ui` is served.
///
/// [io.tributary.agent.web.page.PageRoutes] is the entry.
@NullMarked
package io.tributary.agent.web.page;

import org.jspecify.annotations.NullMarked;
