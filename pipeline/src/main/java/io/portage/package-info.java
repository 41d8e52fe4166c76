/**
 * The order of the stages, and nothing else: {@link io.portage.ChangePipeline} is the diagram as
 * code.
 */
@org.jspecify.annotations.NullMarked
package io.portage;
