import java.io.File;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLClass;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;
import org.semanticweb.owlapi.profiles.Profiles;
import org.semanticweb.owlapi.reasoner.OWLReasoner;
import org.semanticweb.owlapi.reasoner.OWLReasonerFactory;

/**
 * Reads OWL files. Prints a line for each axiom outside OWL 2 DL, and for each file how many axioms it has and whether
 * HermiT and Openllet find it consistent, and which classes then can have no member. Fields are separated by tabs,
 * the file first.
 */
public class Check {
    public static void main(String[] files) throws Exception {
        OWLReasonerFactory[] reasoners = {
            new org.semanticweb.HermiT.ReasonerFactory(), openllet.owlapi.OpenlletReasonerFactory.getInstance()
        };
        for (String file : files) {
            OWLOntology ontology = OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(file));
            System.out.println(file + "\taxioms\t" + ontology.getAxiomCount());
            for (OWLProfileViolation violation : Profiles.OWL2_DL.checkOntology(ontology).getViolations()) {
                System.out.println(file + "\tviolation\t" + violation.toString().replaceAll("\\s+", " "));
            }
            for (OWLReasonerFactory factory : reasoners) {
                OWLReasoner reasoner = factory.createReasoner(ontology);
                boolean consistent = reasoner.isConsistent();
                System.out.println(file + "\t" + factory.getReasonerName() + "\t" + consistent);
                if (consistent) {
                    for (OWLClass empty : reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom()) {
                        System.out.println(file + "\tempty class\t" + empty);
                    }
                }
            }
        }
    }
}
