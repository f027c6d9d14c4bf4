@NullMarked
package io.tributary.plugins.etcd;

import org.jspecify.annotations.NullMarked;
