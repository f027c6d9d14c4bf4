/// Texts as Go writes and reads them: quotes and floating-point numbers. What Tributary stands in
/// for is written in Go, and its files, pages and messages are compared by the character.
///
/// Depends on nothing but the JDK.
@NullMarked
package io.tributary.base.text;

import org.jspecify.annotations.NullMarked;
