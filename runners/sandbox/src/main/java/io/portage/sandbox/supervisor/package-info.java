/**
 * The process between a caller and its servers: it starts, stops and freezes them on request, and
 * sees that nothing of them outlives the caller.
 *
 * <p>Who watches whom: the caller holds the supervisor's standard input, the supervisor holds the
 * {@link io.portage.sandbox.supervisor.Janitor}'s. Whichever end goes away, and however it dies,
 * the other reads the end of its input and clears up.
 */
package io.portage.sandbox.supervisor;
