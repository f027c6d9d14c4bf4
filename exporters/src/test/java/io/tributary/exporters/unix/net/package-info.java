/// Tests of the collectors of the network.
@org.jspecify.annotations.NullMarked
package io.tributary.exporters.unix.net;
