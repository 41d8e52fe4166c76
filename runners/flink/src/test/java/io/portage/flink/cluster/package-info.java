/** Tests of jobs on Flink clusters of separate processes. */
@org.jspecify.annotations.NullMarked
package io.portage.flink.cluster;
