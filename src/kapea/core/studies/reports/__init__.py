"""What leaves a study for people to read: reports, briefs, slides, pages for those who took part."""
