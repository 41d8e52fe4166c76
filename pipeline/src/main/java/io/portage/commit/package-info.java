/**
 * Commit: the committed offsets of the source's consumer group follow the durable outcomes of the
 * records.
 *
 * <ul>
 *   <li>Input: {@code Completion} of all stages, in any order, repeatedly.
 *   <li>Output: none; the group's committed offsets, every two seconds and at the end of a bounded
 *       run.
 *   <li>Guarantees: a committed offset is never above a record without an outcome, and never below
 *       the group's previous one. A bounded run fails unless all records up to its stop offsets
 *       have an outcome. Not guaranteed: that outcomes of the last two seconds before a cancel are
 *       committed.
 *   <li>Dead letters: none.
 *   <li>Metrics: {@code Commit.commits}, offsets that the broker committed; {@code
 *       Commit.commitRetries}, attempts that the broker did not answer and that are repeated;
 *       {@code Commit.lag}, a gauge: records at and above the frontier.
 *   <li>State: per partition the frontier and the completed offset ranges above it (a few bytes
 *       each, adjacent ranges joined), for the lifetime of the job.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package io.portage.commit;
