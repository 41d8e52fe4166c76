/**
 * Commits, for the source's consumer group, the offsets below which every record has a durable
 * outcome.
 *
 * <ul>
 *   <li>Input: {@code Completion} of all stages, in any order, more than once.
 *   <li>Output: none; the group's committed offsets, every two seconds and at the end of a bounded
 *       run.
 *   <li>Guarantees: a committed offset is never above a record without an outcome, and never below
 *       what the group had. A bounded run fails unless everything up to its stops has an outcome.
 *       Not guaranteed: that the last two seconds before a cancel are committed.
 *   <li>Dead letters: none.
 *   <li>Metrics: {@code Commit.commits}, commits that the broker took; {@code
 *       Commit.commitRetries}, looks at the broker that it did not answer and that are tried again;
 *       {@code Commit.lag}, a gauge: records at and above the frontier.
 *   <li>State: per partition the frontier and the stretches beyond it that are done (a few bytes
 *       each, neighbours joined), for the life of the job.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package io.portage.commit;
