/**
 * The interface between Upsert and a target: a {@link io.portage.sink.Sink} is handed the merged
 * changes of a batch and returns a result per change.
 *
 * <p>The order per key, parked rows, completions, dead letters and metrics are in front of it, in
 * {@code upsert}. A {@link io.portage.sink.SinkProvider} is found as a service by the name of its
 * section of {@code target}. Depends on no stage.
 */
@org.jspecify.annotations.NullMarked
package io.portage.sink;
