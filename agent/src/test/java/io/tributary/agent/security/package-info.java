/// What docs/security.md promises, held against agents that run: real sockets, raw bytes.
@NullMarked
package io.tributary.agent.security;

import org.jspecify.annotations.NullMarked;
