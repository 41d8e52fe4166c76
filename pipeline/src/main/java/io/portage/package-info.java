/**
 * The pipelines: {@link io.portage.ChangePipeline} connects the stages, {@link
 * io.portage.ReplayPipeline} replays dead letters through the same stages, and {@link
 * io.portage.MessageTrial} tries the last records of a topic without a pipeline.
 */
@org.jspecify.annotations.NullMarked
package io.portage;
