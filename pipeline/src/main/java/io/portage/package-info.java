/**
 * The order of the stages, and nothing else: {@link io.portage.ChangePipeline} is the diagram as
 * code, {@link io.portage.ReplayPipeline} takes dead letters through it once more.
 */
@org.jspecify.annotations.NullMarked
package io.portage;
