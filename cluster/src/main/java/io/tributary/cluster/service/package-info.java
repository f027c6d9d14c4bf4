/// The scraping service: configurations in a store that all agents share, of which each agent runs
/// those that the hash ring gives to it.
@NullMarked
package io.tributary.cluster.service;

import org.jspecify.annotations.NullMarked;
