/** Portage on Google Cloud Dataflow. */
@org.jspecify.annotations.NullMarked
package io.portage.dataflow;
