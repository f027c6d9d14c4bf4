/// The page where it was built, and what stands in for it.
@NullMarked
package io.tributary.agent.web.page;

import org.jspecify.annotations.NullMarked;
