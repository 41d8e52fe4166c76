/**
 * Read: Kafka records to decoded records with event time, lateness and watermark. Bytes, headers
 * and coordinates are kept unchanged.
 *
 * <ul>
 *   <li>Input: the partitions of the source's topics, from the runner's checkpoint, else from
 *       {@code startFrom}; in bounded runs up to the stop offsets.
 *   <li>Output: chunks of {@code DecodedRecord} in the global window, at max(event time, the
 *       partition's watermark). Side output: a {@code Completion} at the start and at the end of a
 *       partition.
 *   <li>Guarantees: every committed record from the start offset on, at least once, in the order of
 *       its partition. The offset range of a record begins after its predecessor, so offset ranges
 *       have no gaps. Offsets that are no longer in the log are an error that names them.
 *       Partitions created after the start are read from their beginning once they are discovered,
 *       up to the partition headroom; beyond it the job fails.
 *   <li>Dead letters: none; a record that cannot be decoded is emitted with its error.
 *   <li>Metrics: {@code Read.read}, records.
 *   <li>State: none of its own. The reader's checkpoint holds the next offset and the watermark of
 *       every partition. If the runner serializes readers into it (Flink), it also holds a {@code
 *       ReaderStateKey}: the job's name, its group and the partitions that have readers. It never
 *       holds the configuration.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package io.portage.read;
