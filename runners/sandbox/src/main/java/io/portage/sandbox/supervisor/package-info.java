/**
 * The process between a caller and its servers: it starts, stops and freezes them on request, and
 * makes sure that no server outlives the caller.
 *
 * <p>The caller holds the supervisor's standard input, and the supervisor holds the standard input
 * of the {@link io.portage.sandbox.supervisor.Janitor}. When the holder ends, in any way, the other
 * process reads the end of its input and cleans up.
 */
@org.jspecify.annotations.NullMarked
package io.portage.sandbox.supervisor;
