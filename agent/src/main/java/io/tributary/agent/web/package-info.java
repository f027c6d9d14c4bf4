/// The HTTP surface of an agent: management, status and targets, in the shapes of Prometheus.
///
/// [io.tributary.agent.web.WebSurface] lists every route. Handlers are plain functions of a request
/// and of what the engines say at that moment ([io.tributary.agent.web.AgentView]); none of them
/// changes anything except `/-/reload` and `/-/quit`.
@org.jspecify.annotations.NullMarked
package io.tributary.agent.web;
