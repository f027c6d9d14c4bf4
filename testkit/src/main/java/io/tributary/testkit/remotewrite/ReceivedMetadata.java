package io.tributary.testkit.remotewrite;

/// Metadata as it arrived: from the list of a 1.0 request, or from one series of a 2.0 request,
/// where `family` is that series' metric name.
///
/// @param type the number on the wire: 0 unknown, 1 counter, 2 gauge, 3 histogram, 4
///   gaugehistogram, 5 summary, 6 info, 7 stateset
public record ReceivedMetadata(String family, int type, String help, String unit) {}
