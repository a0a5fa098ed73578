import Explanation

/// The table of latents.
struct LatentsState: Sendable {
    /// What is shown of them.
    enum Page: Sendable {
        /// A row for each latent.
        case table
        /// The inputs of the list by how sharply the chosen latent reads them.
        case inputs
    }

    var page = Page.table
    /// The column that orders the rows.
    var column = LatentColumn.latent
    var isReversed = false
    /// The condition as it is typed.
    var typed = ""
    /// The last condition that could be read.
    var filter = LatentFilter()
    /// What is wrong with the condition that is typed.
    var mistake: String?
    /// Whether effects are wanted: they take a while.
    var wantsEffects = true
    /// The tables that are drawn: the last ones that were there.
    var seen: [LatentProfilesQuestion] = []
    /// Whether it was opened from the sheet, to which it goes back.
    var sheet: SheetState?
    /// The place of the chosen input among those of a latent.
    var place = 0
}

/// Who attends to a part of an input.
struct AttendersState: Sendable {
    let question: AttendersQuestion
    /// The part, in words.
    let part: String
    var cursor = 0
}
