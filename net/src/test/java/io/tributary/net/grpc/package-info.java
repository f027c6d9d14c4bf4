@NullMarked
package io.tributary.net.grpc;

import org.jspecify.annotations.NullMarked;
