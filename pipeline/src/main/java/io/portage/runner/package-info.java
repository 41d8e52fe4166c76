/**
 * The properties of runners that change the graph: {@link io.portage.runner.RunnerTraits}, provided
 * by the runners' modules.
 */
@org.jspecify.annotations.NullMarked
package io.portage.runner;
