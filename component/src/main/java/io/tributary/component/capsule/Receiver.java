package io.tributary.component.capsule;

import io.tributary.river.value.Capsule;

/// Something that telemetry is forwarded to. Who refers to one sends to it, so that data flows
/// against the reference; through any other export it flows along with it.
public interface Receiver extends Capsule {}
