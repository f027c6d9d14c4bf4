/// The hash ring of Grafana Agent's scraping service: who is in it, what is stored of it, and who
/// owns a name.
@NullMarked
package io.tributary.cluster.ring;

import org.jspecify.annotations.NullMarked;
