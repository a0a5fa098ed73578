import Explanation
import Media
import Models

/// The model that is used, and the one that is being read.
struct ModelsInUse: Sendable {
    /// Where the model comes from that can be used, or is the first to be read.
    var place: ModelPlace
    /// The model that is being read while another one can still be used.
    var loading: ModelPlace?
    /// Folders in which models may be.
    var folders: Set<String> = []
    /// Whether the first model was there.
    var hasBegun = false
    /// Whether a model that takes pairs shall get neighbouring pictures of those the program began with.
    var joinsPictures = false
    /// How long its last run took on each kind of input.
    var durations: [Modality: Duration] = [:]

    init(place: ModelPlace) { self.place = place }
}
