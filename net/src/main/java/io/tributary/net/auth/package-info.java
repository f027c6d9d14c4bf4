/// Who may talk to the server: bcrypt, and users with hashed passwords.
@NullMarked
package io.tributary.net.auth;

import org.jspecify.annotations.NullMarked;
