import java.io.File;
import org.gephi.graph.api.*;
import org.gephi.io.importer.api.*;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.project.api.*;
import org.openide.util.Lookup;

/** Reads a graph file with Gephi's own importer and prints: nodes, edges, whether it is dynamic, a digest of the labels. */
public class Gephi {
    public static void main(String[] words) throws Exception {
        ProjectController projects = Lookup.getDefault().lookup(ProjectController.class);
        projects.newProject();
        ImportController importer = Lookup.getDefault().lookup(ImportController.class);
        Container container = importer.importFile(new File(words[0]));
        importer.process(container, new DefaultProcessor(), projects.getCurrentWorkspace());
        GraphModel model = Lookup.getDefault().lookup(GraphController.class).getGraphModel();
        Graph graph = model.getGraph();
        int placed = 0, timed = 0;
        java.util.List<String> labels = new java.util.ArrayList<>();
        for (Node node : graph.getNodes()) {
            labels.add(node.getLabel() == null ? "" : node.getLabel());
            if (node.x() != 0 || node.y() != 0) placed++;
        }
        for (Edge edge : graph.getEdges()) if (edge.getIntervals() != null && edge.getIntervals().length > 0) timed++;
        java.util.Collections.sort(labels);
        java.security.MessageDigest digest = java.security.MessageDigest.getInstance("SHA-256");
        for (String label : labels) digest.update((label + "\n").getBytes("UTF-8"));
        StringBuilder hex = new StringBuilder();
        for (byte b : digest.digest()) hex.append(String.format("%02x", b));
        System.out.println(graph.getNodeCount() + " " + graph.getEdgeCount() + " " + model.isDynamic() + " " + placed + " " + timed + " " + hex);
    }
}
