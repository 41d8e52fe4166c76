/**
 * Kafka to raw events: bytes, headers and coordinates as they are, with event time, lateness and
 * watermark.
 *
 * <ul>
 *   <li>Input: the partitions of the source's topics, from the runner's checkpoint, else from
 *       {@code startFrom}; in bounded runs up to the stop offsets.
 *   <li>Output: chunks of {@code DecodedRecord} in the global window, at max(event time, the
 *       partition's watermark); on the side an {@code Completion} where a partition begins and
 *       where it ends.
 *   <li>Guarantees: every committed record from the start on, at least once, in the order of its
 *       partition; its interval reaches back to its predecessor, so intervals have no gaps. Records
 *       that the log has lost are an error that names them. Partitions made after the start are
 *       read from their beginning as soon as they are found, as long as there is room for them;
 *       beyond it the job fails.
 *   <li>Dead letters: none; what cannot be decoded goes on with its problem.
 *   <li>Metrics: {@code Read.read}, records.
 *   <li>State: none of its own; the reader's checkpoint holds the next offset and the watermark of
 *       every partition and, where the runner keeps readers in it (Flink), a {@code
 *       ReaderStateKey}: the job's name, its group, and which partitions have readers. Never the
 *       configuration.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package io.portage.read;
