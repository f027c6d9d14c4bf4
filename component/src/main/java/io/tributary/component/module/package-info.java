/// Modules that a component makes and ends while it runs; [OwnModules] is the entry.
@NullMarked
package io.tributary.component.module;

import org.jspecify.annotations.NullMarked;
