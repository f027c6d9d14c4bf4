/// Tests of modules that components own.
@NullMarked
package io.tributary.component.module;

import org.jspecify.annotations.NullMarked;
