/** Flink clusters of separate processes, and what a job must be on one. */
package io.portage.flink.cluster;
