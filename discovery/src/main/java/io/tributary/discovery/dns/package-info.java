/// Targets asked from the DNS: [io.tributary.discovery.dns.DnsDiscoverySettings] says how.
@NullMarked
package io.tributary.discovery.dns;

import org.jspecify.annotations.NullMarked;
