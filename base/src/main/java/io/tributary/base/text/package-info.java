/// Texts as Go and its libraries write and read them: quotes, floating-point numbers, scalars of
/// YAML. What Tributary stands in for is written in Go, and its files, pages and messages are
/// compared by the character.
///
/// Depends on nothing but the JDK.
@NullMarked
package io.tributary.base.text;

import org.jspecify.annotations.NullMarked;
