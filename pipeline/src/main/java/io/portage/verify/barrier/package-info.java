/**
 * The barrier between a source and its target: the connector has delivered a position, and the job
 * has given every record up to the topics' ends at that time its outcome.
 */
@org.jspecify.annotations.NullMarked
package io.portage.verify.barrier;
