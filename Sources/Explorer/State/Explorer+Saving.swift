// What keys write into files.
extension Explorer {
    /// Writes what the screen shows into a file; `nil` where there is nothing.
    func saving(to path: String) -> Effect? {
        switch screen {
        case .latents: latentNumbers.map { .saveTable(path: path, $0) }
        case .compare:
            likenessPage.map { .savePage(path: path, $0) }
                ?? pairFigure.map { .savePair(path: path, $0) }
        case .overview: overviewPage.map { .savePage(path: path, $0) }
        default: figure.map { .save(path: path, $0) }
        }
    }

    /// As what it can be written.
    var savedFormats: [DrawnFigure.FileFormat] {
        switch screen {
        case .latents: DrawnFigure.FileFormat.tables
        case .compare: DrawnFigure.FileFormat.pages
        case .overview: DrawnFigure.FileFormat.numberedPages
        default: DrawnFigure.FileFormat.allCases
        }
    }
}
