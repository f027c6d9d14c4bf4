package io.tributary.exporters.unix.net;

import java.util.List;

/// A counter of an InfiniBand port: its file, what one of it is worth, and its family.
///
/// Data is counted for one lane of four, whatever the link has.
record InfinibandCounter(String file, int factor, String name, String help) {
  private static final int LANES = 4;

  static final List<InfinibandCounter> ALL =
      List.of(
          ext(
              "port_multicast_rcv_packets",
              "legacy_multicast_packets_received_total",
              1,
              "Number of multicast packets received"),
          ext(
              "port_multicast_xmit_packets",
              "legacy_multicast_packets_transmitted_total",
              1,
              "Number of multicast packets transmitted"),
          ext(
              "port_rcv_data_64",
              "legacy_data_received_bytes_total",
              LANES,
              "Number of data octets received on all links"),
          ext(
              "port_rcv_packets_64",
              "legacy_packets_received_total",
              1,
              "Number of data packets received on all links"),
          ext(
              "port_unicast_rcv_packets",
              "legacy_unicast_packets_received_total",
              1,
              "Number of unicast packets received"),
          ext(
              "port_unicast_xmit_packets",
              "legacy_unicast_packets_transmitted_total",
              1,
              "Number of unicast packets transmitted"),
          ext(
              "port_xmit_data_64",
              "legacy_data_transmitted_bytes_total",
              LANES,
              "Number of data octets transmitted on all links"),
          ext(
              "port_xmit_packets_64",
              "legacy_packets_transmitted_total",
              1,
              "Number of data packets received on all links"),
          of(
              "excessive_buffer_overrun_errors",
              "excessive_buffer_overrun_errors_total",
              1,
              "Number of times that OverrunErrors consecutive flow control update periods"
                  + " occurred, each having at least one overrun error."),
          of(
              "link_downed",
              "link_downed_total",
              1,
              "Number of times the link failed to recover from an error state and went down"),
          of(
              "link_error_recovery",
              "link_error_recovery_total",
              1,
              "Number of times the link successfully recovered from an error state"),
          of(
              "local_link_integrity_errors",
              "local_link_integrity_errors_total",
              1,
              "Number of times that the count of local physical errors exceeded the threshold"
                  + " specified by LocalPhyErrors."),
          of(
              "multicast_rcv_packets",
              "multicast_packets_received_total",
              1,
              "Number of multicast packets received (including errors)"),
          of(
              "multicast_xmit_packets",
              "multicast_packets_transmitted_total",
              1,
              "Number of multicast packets transmitted (including errors)"),
          of(
              "port_rcv_constraint_errors",
              "port_constraint_errors_received_total",
              1,
              "Number of packets received on the switch physical port that are discarded"),
          of(
              "port_xmit_constraint_errors",
              "port_constraint_errors_transmitted_total",
              1,
              "Number of packets not transmitted from the switch physical port"),
          of(
              "port_rcv_data",
              "port_data_received_bytes_total",
              LANES,
              "Number of data octets received on all links"),
          of(
              "port_xmit_data",
              "port_data_transmitted_bytes_total",
              LANES,
              "Number of data octets transmitted on all links"),
          of(
              "port_rcv_discards",
              "port_discards_received_total",
              1,
              "Number of inbound packets discarded by the port because the port is down or"
                  + " congested"),
          of(
              "port_xmit_discards",
              "port_discards_transmitted_total",
              1,
              "Number of outbound packets discarded by the port because the port is down or"
                  + " congested"),
          of(
              "port_rcv_errors",
              "port_errors_received_total",
              1,
              "Number of packets containing an error that were received on this port"),
          of(
              "port_rcv_packets",
              "port_packets_received_total",
              1,
              "Number of packets received on all VLs by this port (including errors)"),
          of(
              "port_xmit_packets",
              "port_packets_transmitted_total",
              1,
              "Number of packets transmitted on all VLs from this port (including errors)"),
          of(
              "port_xmit_wait",
              "port_transmit_wait_total",
              1,
              "Number of ticks during which the port had data to transmit but no data was sent"
                  + " during the entire tick"),
          of(
              "unicast_rcv_packets",
              "unicast_packets_received_total",
              1,
              "Number of unicast packets received (including errors)"),
          of(
              "unicast_xmit_packets",
              "unicast_packets_transmitted_total",
              1,
              "Number of unicast packets transmitted (including errors)"),
          of(
              "port_rcv_remote_physical_errors",
              "port_receive_remote_physical_errors_total",
              1,
              "Number of packets marked with the EBP (End of Bad Packet) delimiter received on the"
                  + " port."),
          of(
              "port_rcv_switch_relay_errors",
              "port_receive_switch_relay_errors_total",
              1,
              "Number of packets that could not be forwarded by the switch."),
          of(
              "symbol_error",
              "symbol_error_total",
              1,
              "Number of minor link errors detected on one or more physical lanes."),
          of(
              "VL15_dropped",
              "vl15_dropped_total",
              1,
              "Number of incoming VL15 packets dropped due to resource limitations."));

  private static InfinibandCounter of(String file, String name, int factor, String help) {
    return new InfinibandCounter("counters/" + file, factor, name, help);
  }

  private static InfinibandCounter ext(String file, String name, int factor, String help) {
    return new InfinibandCounter("counters_ext/" + file, factor, name, help);
  }
}
