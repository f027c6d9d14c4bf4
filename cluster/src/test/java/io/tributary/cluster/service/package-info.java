@NullMarked
package io.tributary.cluster.service;

import org.jspecify.annotations.NullMarked;
