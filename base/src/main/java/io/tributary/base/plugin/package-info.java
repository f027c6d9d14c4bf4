/// Parts of the agent with libraries of their own, loaded where a configuration asks for them:
/// [io.tributary.base.plugin.Plugins]. The only place with reflection.
@NullMarked
package io.tributary.base.plugin;

import org.jspecify.annotations.NullMarked;
