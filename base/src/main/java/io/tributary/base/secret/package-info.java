/// Values that must not be printed, and where they come from.
///
/// [io.tributary.base.secret.Secret] holds one; its `toString` is `(secret)`.
/// [io.tributary.base.secret.SecretSource] names where one is read: inline text, a file that is
/// read again at each use, or a reference into a secret manager.
@NullMarked
package io.tributary.base.secret;

import org.jspecify.annotations.NullMarked;
