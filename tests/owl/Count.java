import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLOntologyLoaderConfiguration;
import org.semanticweb.owlapi.rdf.rdfxml.parser.RDFConsumer;
import org.semanticweb.owlapi.rdf.rdfxml.parser.RDFParser;
import org.semanticweb.owlapi.rdf.turtle.parser.TripleHandler;
import org.semanticweb.owlapi.rdf.turtle.parser.TurtleParser;
import org.xml.sax.InputSource;

/** Prints how many triples OWLAPI's own parsers read in a file. Arguments: rdfxml or turtle, file. */
public class Count {
    private static final String LIST = "http://www.w3.org/1999/02/22-rdf-syntax-ns#List";
    private static int triples = 0;

    public static void main(String[] arguments) throws Exception {
        try (FileInputStream file = new FileInputStream(arguments[1])) {
            if (arguments[0].equals("rdfxml")) {
                InputSource source = new InputSource(file);
                source.setSystemId("http://example.org/");
                new RDFParser().parse(source, counting(RDFConsumer.class, "statement"));
            } else {
                BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
                TripleHandler handler = counting(TripleHandler.class, "handleTriple");
                new TurtleParser(reader, handler, IRI.create("http://example.org/")).parseDocument();
            }
        }
        System.out.println(triples);
    }

    /** A listener that counts the calls whose name begins so, and maps no name to another. */
    private static <T> T counting(Class<T> kind, String name) {
        return kind.cast(Proxy.newProxyInstance(kind.getClassLoader(), new Class<?>[] {kind}, (self, method, values) -> {
            // The Turtle parser says of each cell of a list that it is one, which no file of ours does.
            if (method.getName().startsWith(name) && !LIST.equals(values[2].toString())) {
                triples++;
            }
            if (method.getReturnType() == OWLOntologyLoaderConfiguration.class) {
                return new OWLOntologyLoaderConfiguration();
            }
            return method.getReturnType() == void.class ? null : values[0];
        }));
    }
}
