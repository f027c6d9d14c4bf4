/// This agent's part in the ring over time, and what it may conclude from what it sees of others.
///
/// [io.tributary.cluster.member.RingLife] enters, gives signs of life and leaves;
/// [io.tributary.cluster.member.RingView] says who owns what.
@NullMarked
package io.tributary.cluster.member;

import org.jspecify.annotations.NullMarked;
