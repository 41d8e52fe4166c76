/**
 * The demo: a sandbox with real servers, events, the pipeline, and a verdict on what it left.
 *
 * <p>{@link io.portage.launcher.demo.ExpectedResult} reads the {@code then-*} files of a scenario;
 * {@link io.portage.launcher.demo.Workload} makes events and the table that they must end in.
 */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.demo;
